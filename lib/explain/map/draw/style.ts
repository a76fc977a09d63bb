/** Colours are roles, light and dark; nothing is said by colour alone. */
const colours = `
:root,svg.map{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#59636e;--line:#6e7781;--box:#f6f8fa;--frame:#d1d9e0;--node:#fff;--entry:#ddf4ff;--service:#fbefff;--outside:#fff8c5;--focus:#0969da;--bad:#cf222e;--good:#1a7f37;--care:#9a6700;--route:#8250df}
@media (prefers-color-scheme:dark){:root,svg.map{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#848d97;--box:#151b23;--frame:#3d444d;--node:#0d1117;--entry:#0c2d4d;--service:#2a1f47;--outside:#3a2d0a;--focus:#4493f8;--bad:#f85149;--good:#3fb950;--care:#d29922;--route:#ab7df8}}
@media print{:root,svg.map{--paper:#fff;--ink:#000;--soft:#333;--line:#444;--box:#fff;--frame:#888;--node:#fff;--entry:#fff;--service:#fff;--outside:#fff}}
`;

const picture = `
svg.map{background:var(--paper);font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink)}
svg.map text{fill:var(--ink);font-size:11px}
svg.map .box>rect{fill:var(--box);stroke:var(--frame)}
svg.map .box>text{font-size:13px;font-weight:600}
svg.map .node>rect{fill:var(--node);stroke:var(--line);stroke-width:1.2}
svg.map .node.entry>rect{fill:var(--entry)}svg.map .node.service>rect{fill:var(--service)}svg.map .node.external>rect{fill:var(--outside)}
svg.map .node.namespace>rect{fill:var(--box);stroke-width:2}
svg.map .node .name{font-size:13px;font-weight:500}svg.map .node .detail{font-size:10px;fill:var(--soft)}
svg.map .badge rect{fill:none;stroke:var(--frame)}svg.map .badge text{font-size:10px;fill:var(--soft)}
svg.map .badge.care rect{stroke:var(--care)}svg.map .badge.care text{fill:var(--care)}
svg.map .edge .line{fill:none;stroke:var(--line);stroke-width:1.4}svg.map .edge .tip{fill:var(--line)}
svg.map .edge .hit{fill:none;stroke:transparent;stroke-width:12}
svg.map .edge.routes .line,svg.map .edge.enters .line{stroke:var(--route)}svg.map .edge.routes .tip,svg.map .edge.enters .tip{fill:var(--route)}
svg.map .edge.serves .line{stroke-dasharray:1 3;stroke-linecap:round}
svg.map .edge.half .line,svg.map .edge.unknown .line{stroke-dasharray:4 4}
svg.map .edge.blocked .line{stroke:var(--bad);stroke-dasharray:8 4;stroke-width:2}svg.map .edge.blocked .tip{fill:var(--bad)}
svg.map .edge.gained .line{stroke:var(--good);stroke-width:3}svg.map .edge.gained .tip{fill:var(--good)}
svg.map .edge.lost .line{stroke:var(--bad);stroke-width:3}svg.map .edge.lost .tip{fill:var(--bad)}
svg.map .node.gained>rect,svg.map .box.gained>rect{stroke:var(--good);stroke-width:3}svg.map .node.lost>rect,svg.map .box.lost>rect{stroke:var(--bad);stroke-width:3;stroke-dasharray:6 3}
svg.map .label rect{fill:var(--paper);stroke:var(--frame)}svg.map .label.blocked text{fill:var(--bad)}
svg.map .label .lock{stroke:var(--ink);fill:none;stroke-width:1.2}svg.map .label .lock .body{fill:var(--ink)}
svg.map .label.plaintext .lock{stroke:var(--care)}svg.map .label.plaintext .lock .body{fill:none}
svg.map .title{font-size:11px;fill:var(--soft)}
svg.map .centre>rect{stroke:var(--focus);stroke-width:3}
svg.map [tabindex]{cursor:pointer;outline:none}
svg.map .edge:focus-visible .line,svg.map .edge.chosen .line,svg.map .edge:hover .line{stroke:var(--focus);stroke-width:3}
svg.map .node:focus-visible>rect,svg.map .node.chosen>rect{stroke:var(--focus);stroke-width:3}
svg.map .dim{opacity:.12}
`;

const hidden = 'svg.map .platform{display:none}';

/** What a picture needs on its own. DNS, metrics and the control plane are left out of it. */
export const pictureStyle = `${colours}${picture}${hidden}`.replaceAll('\n', '');

export const pageStyle = `${colours}${picture}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,footer{padding:0 16px}h1{font-size:18px;margin:12px 0 4px}h2{font-size:15px;margin:20px 0 6px}p{margin:4px 0}
a,.skip{color:var(--focus)}.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:4px 8px}
.tools{display:flex;flex-wrap:wrap;gap:12px;align-items:center;margin:8px 0}
input,select,button{font:inherit;color:inherit;background:var(--box);border:1px solid var(--frame);border-radius:6px;padding:3px 8px}
:is(input,select,button,a,summary,.paper,tr):focus-visible{outline:2px solid var(--focus);outline-offset:1px}
.paper{overflow:auto;border:1px solid var(--frame);border-radius:6px;max-height:80vh}
.view[hidden]{display:none}
svg.map{display:block}.fit svg.map{width:100%;height:auto}
body:not(.platform-shown) .platform{display:none}
.detail{border:1px solid var(--frame);border-left:4px solid var(--focus);border-radius:6px;padding:8px 12px;margin:10px 0;background:var(--box)}
.detail pre{margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.detail ul{margin:4px 0;padding-left:20px}.detail:empty{display:none}
table{border-collapse:collapse;width:100%;font-size:13px}caption{text-align:left;color:var(--soft);padding:4px 0}
th,td{text-align:left;padding:3px 8px;border-bottom:1px solid var(--frame);vertical-align:top;overflow-wrap:anywhere}
th button{border:0;background:none;padding:0;font-weight:600;cursor:pointer}
tbody tr.blocked td.status,tbody tr.lost td.change{color:var(--bad)}tbody tr.gained td.change{color:var(--good)}
td button{border:0;background:none;color:var(--focus);padding:0;cursor:pointer;text-align:left}
tr.chosen{background:var(--box)}
.legend{color:var(--soft);font-size:12px}
.wide{overflow-x:auto}
@media print{.tools,.skip,.detail:empty{display:none}.paper{overflow:visible;max-height:none;border:0}svg.map{max-width:100%;height:auto}tr{break-inside:avoid}}
`.replaceAll('\n', '');
