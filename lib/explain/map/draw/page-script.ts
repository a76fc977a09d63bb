/**
 * What a page does by itself, in plain JavaScript: one function that is given the document. It has no text of manifests in it; those are in the document, and what it
 * shows is set as text.
 */
export const pageScript = `(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var one = function (selector) { return document.querySelector(selector); };
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var detail = one('#detail'), filter = one('#filter'), space = one('#namespace'), count = one('#count'), came = null, node = null;
  var rows = all('tbody tr');

  function element(name, text, parent) {
    var made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function choose(number, from) {
    var edge = data.edges[number];
    if (!edge) return;
    came = from || null;
    all('.chosen').forEach(function (each) { if (!each.classList.contains('node')) each.classList.remove('chosen'); });
    all('[data-edge="' + number + '"]').forEach(function (each) { each.classList.add('chosen'); });
    detail.textContent = '';
    element('strong', edge.title, detail);
    var list = element('ul', undefined, detail);
    edge.facts.forEach(function (fact) { element('li', fact, list); });
    (edge.of || []).forEach(function (other) {
      var item = element('li', undefined, list), button = element('button', data.edges[other].title, item);
      button.type = 'button';
      button.addEventListener('click', function () { choose(other, button.isConnected ? came : null); });
    });
    if (edge.command) element('pre', edge.command, detail);
    if (edge.trace) element('pre', edge.trace, detail);
    detail.focus({ preventScroll: false });
  }

  function matches(text, spaces) {
    var words = filter.value.trim().toLowerCase().split(/\\s+/).filter(Boolean);
    var within = space.value;
    return words.every(function (word) { return text.indexOf(word) >= 0; }) && (within === '' || spaces.indexOf(within) >= 0);
  }

  function update() {
    var platform = document.body.classList.contains('platform-shown'), shown = 0, kept = {};
    var asked = filter.value.trim() !== '' || space.value !== '';
    rows.forEach(function (row) {
      var edge = data.edges[row.dataset.edge];
      var fits = matches(row.textContent.toLowerCase(), edge.spaces) && (platform || !row.classList.contains('platform')) && (!node || edge.ends.indexOf(node) >= 0 || edge.spaces.indexOf(node.replace(/^namespace:/, '')) >= 0);
      row.hidden = !fits;
      if (fits) { shown += 1; kept[row.dataset.edge] = true; }
    });
    count.textContent = shown + ' of ' + rows.length + ' edges';
    all('svg.map').forEach(function (svg) {
      var near = {};
      all('.edge', svg).forEach(function (edge) {
        var own = data.edges[edge.dataset.edge];
        var fits = own.of ? own.of.some(function (part) { return kept[part]; }) : kept[edge.dataset.edge];
        if (node) fits = edge.dataset.from === node || edge.dataset.to === node;
        edge.classList.toggle('dim', !fits);
        if (fits) { near[edge.dataset.from] = true; near[edge.dataset.to] = true; }
        all('[data-label="' + edge.dataset.edge + '"]', svg).forEach(function (label) { label.classList.toggle('dim', !fits); });
      });
      all('.node', svg).forEach(function (each) {
        var own = each.dataset.node === node;
        var text = each.getAttribute('aria-label').toLowerCase();
        var fits = node ? own || near[each.dataset.node] : !asked || near[each.dataset.node] || matches(text, [each.dataset.namespace]);
        each.classList.toggle('dim', !fits);
        each.classList.toggle('chosen', own);
        each.setAttribute('aria-pressed', own ? 'true' : 'false');
      });
    });
  }

  function show(name) {
    var views = all('.view'), found = false;
    views.forEach(function (view) { if (view.dataset.view === name) found = true; });
    if (!found) return false;
    views.forEach(function (view) { view.hidden = view.dataset.view !== name; });
    one('#back').hidden = name === '';
    return true;
  }

  function press(target) {
    var edge = target.closest('[data-edge],[data-label]');
    if (edge && !target.closest('.node')) return choose(edge.dataset.edge || edge.dataset.label, target.closest('[tabindex]'));
    var found = target.closest('.node');
    if (!found) return;
    var opens = found.classList.contains('namespace') && found.dataset.namespace;
    if (opens && show(found.dataset.namespace)) {
      node = null;
      update();
      one('#back').focus();
      return;
    }
    node = node === found.dataset.node ? null : found.dataset.node;
    update();
  }

  function reset() {
    node = null;
    filter.value = '';
    space.value = '';
    detail.textContent = '';
    all('.chosen').forEach(function (each) { each.classList.remove('chosen'); });
    update();
    if (came && came.focus) came.focus();
    came = null;
  }

  all('.paper').forEach(function (paper) {
    paper.addEventListener('click', function (event) { press(event.target); });
    paper.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      if (event.target === paper) return;
      event.preventDefault();
      press(event.target);
    });
  });
  rows.forEach(function (row) { all('button', row).forEach(function (button) { button.addEventListener('click', function () { choose(row.dataset.edge, button); }); }); });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') reset(); });
  filter.addEventListener('input', update);
  space.addEventListener('change', update);
  one('#platform').addEventListener('change', function (event) { document.body.classList.toggle('platform-shown', event.target.checked); update(); });
  var fit = one('#fit'), picture = one('svg.map');
  var fits = function () { document.body.classList.toggle('fit', fit.checked); };
  // Text that shrinks to less than half is not read any more.
  fit.checked = picture && picture.width.baseVal.value > window.innerWidth && picture.width.baseVal.value < 2 * window.innerWidth;
  fit.addEventListener('change', fits);
  fits();
  one('#reset').addEventListener('click', reset);
  one('#back').addEventListener('click', function () { show(''); update(); var first = one('.view:not([hidden]) .node'); if (first) first.focus(); });
  all('th button').forEach(function (button, column) {
    button.addEventListener('click', function () {
      var head = button.parentNode, down = head.getAttribute('aria-sort') === 'ascending';
      all('th').forEach(function (each) { each.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      rows.slice().sort(function (a, b) {
        var x = a.cells[column].textContent, y = b.cells[column].textContent;
        return (x < y ? -1 : x > y ? 1 : a.dataset.edge - b.dataset.edge) * (down ? -1 : 1);
      }).forEach(function (row) { row.parentNode.appendChild(row); });
    });
  });
  all('[data-script]').forEach(function (each) { each.hidden = false; });
  update();
})();`;
