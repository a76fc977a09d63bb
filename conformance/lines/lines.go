// Package lines is how every engine talks: one JSON question per line in, one JSON answer per line out, until the input ends.
package lines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// answers is the pipe to the asker. It is taken before main runs, and file descriptor 1 is pointed at standard error, because some
// engines write log lines to standard output (directly, or through a logger that captured it) and would break the protocol.
var answers = takeStdout()

func takeStdout() *os.File {
	fd, err := unix.Dup(1)
	if err != nil {
		panic(err)
	}
	unix.CloseOnExec(fd)
	if err := unix.Dup2(2, 1); err != nil {
		panic(err)
	}
	return os.NewFile(uintptr(fd), "answers")
}

// Serve answers questions until the input ends. An error of `ask`, or a panic, becomes the field `failure` of the answer: it says
// that the engine could not be asked, never that an object is wrong.
func Serve[Question, Answer any](ask func(Question) (Answer, error)) {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			write(answer(line, ask))
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "reading a question:", err)
			os.Exit(1)
		}
	}
}

func answer[Question, Answer any](line []byte, ask func(Question) (Answer, error)) (out map[string]any) {
	var head struct {
		ID json.RawMessage `json:"id"`
	}
	out = map[string]any{}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "panic: %v\n%s", r, debug.Stack())
			out["failure"] = fmt.Sprintf("panic: %v", r)
		}
	}()
	if err := json.Unmarshal(line, &head); err != nil {
		out["failure"] = "not a question: " + err.Error()
		return out
	}
	out["id"] = head.ID
	var question Question
	if err := json.Unmarshal(line, &question); err != nil {
		out["failure"] = "not a question: " + err.Error()
		return out
	}
	result, err := ask(question)
	if err != nil {
		out["failure"] = err.Error()
		return out
	}
	out["answer"] = result
	return out
}

func write(out map[string]any) {
	b, err := json.Marshal(out)
	if err != nil {
		b, _ = json.Marshal(map[string]any{"id": out["id"], "failure": "answer cannot be written: " + err.Error()})
	}
	if _, err := answers.Write(append(b, '\n')); err != nil {
		os.Exit(0) // the asker is gone
	}
}
