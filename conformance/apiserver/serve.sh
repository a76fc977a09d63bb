#!/bin/sh
# Runs etcd and kube-apiserver on loopback until standard input ends, then stops both and removes the folder.
#
# Standard input is a pipe of the test process: when that process ends, however it ends, the pipe closes and nothing stays behind.
# usage: serve.sh FOLDER ETCD KUBE-APISERVER ETCD-PORT PEER-PORT API-PORT DISABLED-ADMISSION
# FOLDER holds sa.key and tokens.csv; logs and certificates appear beside them.
set -u
folder=$1 etcd=$2 apiserver=$3 etcd_port=$4 peer_port=$5 api_port=$6 disabled=$7

"$etcd" --data-dir "$folder/etcd" --unsafe-no-fsync \
  --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
  --listen-peer-urls "http://127.0.0.1:$peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
  --initial-cluster "default=http://127.0.0.1:$peer_port" >"$folder/etcd.log" 2>&1 </dev/null &
etcd_pid=$!
"$apiserver" --etcd-servers="http://127.0.0.1:$etcd_port" --cert-dir="$folder/certs" \
  --secure-port="$api_port" --bind-address=127.0.0.1 --advertise-address=127.0.0.1 \
  --service-cluster-ip-range=10.96.0.0/16 --service-account-issuer=https://localhost \
  --service-account-key-file="$folder/sa.key" --service-account-signing-key-file="$folder/sa.key" \
  --token-auth-file="$folder/tokens.csv" --authorization-mode=RBAC \
  --disable-admission-plugins="$disabled" >"$folder/apiserver.log" 2>&1 </dev/null &
api_pid=$!

# An early end of either is told on standard output; the reader waits for it beside the readiness of the server.
{ while kill -0 $etcd_pid 2>/dev/null && kill -0 $api_pid 2>/dev/null; do sleep 0.2; done; echo ended; } &
watch_pid=$!
cat >/dev/null
kill $watch_pid 2>/dev/null
kill -9 $api_pid $etcd_pid 2>/dev/null
wait 2>/dev/null
rm -rf "$folder"
