"""How the page looks: tokens of colour, space and type in one place, and the rules made of them.

A well-set newspaper: paper, ink, hairlines, and vermilion for citation numbers and the marked
sentence only. No font is fetched. Knows the class names that the `app_*` modules write; knows
nothing of what they say.
"""

from __future__ import annotations

TOKENS = """
:root {
  --paper: #fcfbf8; --sheet: #f5f2ea; --ink: #1b1916; --quiet: #5f5a51; --rule: #d8d2c5;
  --vermilion: #b3301c; --mark: #f9e3da;
  --s1: .25rem; --s2: .5rem; --s3: .75rem; --s4: 1rem; --s6: 1.5rem; --s8: 2rem; --s12: 3rem;
  --serif: "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun,
    Georgia, "Times New Roman", serif;
  --sans: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --fine: .8125rem; --text: 1.125rem; --measure: 38em;
}
"""
DARK = """--paper: #151412; --sheet: #1e1c19; --ink: #ebe6db; --quiet: #aaa396; --rule: #3a362f;
  --vermilion: #ff8a6e; --mark: #4a271d;"""

# A rule must not set both `font` with a variable and a longhand of it: Gradio writes rules anew
# from what the browser read, where such a shorthand is lost.
FRAME = """
html { scroll-padding-top: var(--s4); }
gradio-app, body { background: var(--paper) !important; }
.gradio-container { width: 100% !important; max-width: 90rem !important; color: var(--ink);
  margin: 0 auto !important; font-family: var(--sans);
  padding: 0 clamp(1rem, 3vw, 2.5rem) var(--s12) !important; }
.gradio-container > .app { max-width: none !important; padding: 0 !important; }
.gradio-container main { padding: 0 !important; gap: 0 !important; max-width: none !important;
  width: 100% !important; margin: 0 !important; }
.gradio-container main > .wrap > .column, .gradio-container main .column { min-width: 0; }
.gradio-container main > .wrap > .column { gap: 0 !important; }
.gradio-container { overflow: visible !important; }
.gradio-container :has(#question) { overflow: visible !important; }
#courier, #reading { position: absolute; }
.gradio-container .gap { gap: var(--s4); }
.gradio-container .block, .gradio-container .form { overflow: visible !important; }
.gradio-container .html-container { padding: 0 !important; }
.gradio-container .prose { color: inherit; max-width: none; }
.bw, .bw * { box-sizing: border-box; }
.bw p, .bw h1, .bw h2, .bw h3, .bw h4, .bw ol, .bw ul, .bw dl, .bw dd, .bw figure, .bw blockquote {
  margin: 0; padding: 0; color: inherit; }
.bw ol, .bw ul { list-style: none; }
.bw { color: var(--ink); font-size: 1rem; line-height: 1.6; overflow-wrap: anywhere; }
.bw a { color: inherit; text-decoration: underline; text-decoration-color: var(--rule);
  text-underline-offset: .25em; text-decoration-thickness: 1px; }
.bw a:hover { text-decoration-color: currentColor; }
.bw button, .bw summary { font: inherit; color: inherit; cursor: pointer; }
.bw button { background: none; border: 0; padding: 0; text-align: inherit; }
.bw button.link { font: 400 var(--fine)/1.6 var(--sans); color: var(--quiet); padding: var(--s1) 0;
  border-bottom: 1px solid var(--rule); border-radius: 0; min-height: 1.75rem; }
.bw button.link:hover { color: var(--ink); border-color: currentColor; }
.bw button[aria-pressed="true"] { color: var(--ink); border-bottom: 2px solid var(--ink); }
.bw .fine, .bw small { font: 400 var(--fine)/1.6 var(--sans); color: var(--quiet); }
.bw .row { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); align-items: baseline; }
.bw bdi { unicode-bidi: isolate; color: inherit; }
.bw, .bw * { font-variant-numeric: tabular-nums !important; }
.bw input, .bw textarea { font: inherit; color: var(--ink); background: transparent; width: 100%;
  border: 0; border-bottom: 1px solid var(--quiet); border-radius: 0; padding: var(--s1) 0; }
.bw .label { font: 600 var(--fine)/1.6 var(--sans); color: var(--quiet); letter-spacing: .06em; }
.gradio-container :is(a, button, input, textarea, summary, select, [tabindex]):focus-visible {
  outline: 2px solid var(--ink) !important; outline-offset: 3px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
footer { display: none !important; }
"""

PLATE = """
.plate .folio { display: flex; justify-content: space-between; gap: var(--s4); flex-wrap: wrap;
  padding: var(--s2) 0; border-bottom: 1px solid var(--rule); }
.plate .folio > * { display: flex; gap: var(--s4); align-items: baseline; flex-wrap: wrap; }
.plate h1 { font: 900 clamp(2rem, 5vw, 2.75rem)/1.2 var(--serif); letter-spacing: .22em;
  text-indent: .22em; text-align: center; padding: var(--s4) 0 0; }
.plate h1 span { display: block; font: 400 var(--fine)/1.6 var(--serif); letter-spacing: .12em;
  text-indent: 0; color: var(--quiet); padding-bottom: var(--s3); }
.plate .demo { text-align: center; padding: 0 0 var(--s2); }
.plate { border-bottom: 3px double var(--ink); }
.gradio-container .tabs { gap: 0 !important; }
.gradio-container .tab-wrapper { height: auto !important; padding: 0 !important;
  border-bottom: 1px solid var(--rule); margin-bottom: var(--s6); }
.gradio-container .tab-container { height: auto !important; justify-content: center;
  gap: var(--s2) !important; width: 100%; }
.gradio-container .tab-container::after { display: none !important; }
.gradio-container .tab-container button { font: 600 1rem/1.6 var(--serif) !important;
  letter-spacing: .1em; color: var(--quiet) !important; background: none !important;
  border: 0 !important; border-bottom: 2px solid transparent !important;
  border-radius: 0 !important; padding: var(--s2) var(--s3) !important; height: auto !important; }
.gradio-container .tab-container button::after { display: none !important; }
.gradio-container .tab-container button:hover { color: var(--ink) !important; }
.gradio-container .tab-container button.selected { color: var(--ink) !important;
  border-bottom-color: var(--ink) !important; }
.gradio-container .tabitem { padding: 0 !important; border: 0 !important; background: none; }
"""

CONTROLS = """
.gradio-container textarea, .gradio-container input:not([type=checkbox], [type=radio]) {
  background: transparent !important; color: var(--ink) !important; box-shadow: none !important;
  border: 0 !important; border-bottom: 1px solid var(--quiet) !important;
  border-radius: 0 !important; padding: var(--s2) 0 !important; font: 400 1rem/1.6 var(--sans); }
.gradio-container ::placeholder { color: var(--quiet) !important; opacity: 1; }
.gradio-container .wrap-inner, .gradio-container .secondary-wrap { padding: 0 !important;
  background: transparent; }
.gradio-container .form, .gradio-container .block { background: transparent !important;
  border: 0 !important; box-shadow: none !important; border-radius: 0 !important; }
.gradio-container .block { padding: 0 !important; }
.gradio-container label > span, .gradio-container span[data-testid="block-info"] {
  font: 600 var(--fine)/1.6 var(--sans) !important; color: var(--quiet) !important;
  background: none !important; letter-spacing: .06em; padding: 0 !important; }
.gradio-container button.primary, .gradio-container button.secondary,
.gradio-container button.stop { border-radius: 0 !important; box-shadow: none !important;
  font: 600 1rem/1.4 var(--sans) !important; letter-spacing: .1em;
  padding: var(--s2) var(--s4) !important; min-width: 5.5rem !important; min-height: 2.75rem; }
:lang(en) .gradio-container button.primary, :lang(en) .gradio-container button.secondary,
:lang(en) .gradio-container button.stop { letter-spacing: .01em; }
.gradio-container button.primary { background: var(--ink) !important;
  color: var(--paper) !important; border: 1px solid var(--ink) !important; }
.gradio-container button.secondary, .gradio-container button.stop {
  background: transparent !important; color: var(--ink) !important;
  border: 1px solid var(--ink) !important; }
.gradio-container [data-testid="block-label"] { border: 0 !important; padding: 0 !important; }
.gradio-container button:disabled { opacity: .5; }
.gradio-container .composer { position: sticky; bottom: 0; z-index: 5; background: var(--paper);
  border-top: 1px solid var(--ink); padding: var(--s3) 0 var(--s3); align-items: flex-end;
  max-width: 40rem; flex-wrap: nowrap !important; }
.gradio-container .composer.top { position: static; border-top: 0;
  max-width: 46rem; padding: 0; }
.gradio-container .form { gap: var(--s6) !important; flex-wrap: wrap; }
.gradio-container .tabitem > .column > .row { max-width: 46rem; }
.gradio-container .block:has(> .wrap > label > input[type=radio]), .gradio-container fieldset {
  max-width: 46rem; margin: 0 auto 0 0 !important; }
.gradio-container .secondary-wrap input, .gradio-container .wrap-inner input {
  margin: 0 !important; }
.gradio-container .tabitem > .column > .row.desk { max-width: none; }
.gradio-container .wrap-inner { margin: 0 !important; }
.gradio-container fieldset label { border: 0 !important; box-shadow: none !important;
  background: transparent !important; padding: var(--s1) var(--s4) var(--s1) 0 !important; }
.gradio-container fieldset label span { color: var(--ink) !important; letter-spacing: 0;
  font: 400 .9375rem/1.6 var(--sans) !important; }
.gradio-container .composer button { white-space: nowrap; }
.gradio-container .adding .row { flex-wrap: wrap; }
.gradio-container .adding .row > button { width: auto !important; }
.gradio-container .composer textarea { font: 400 1.125rem/1.7 var(--serif) !important;
  padding: var(--s1) 0 !important; }
.gradio-container .limits { border-top: 1px solid var(--rule) !important; max-width: 40rem;
  width: 100%; margin: 0 auto 0 0 !important; }
.gradio-container .limits > button, .gradio-container .label-wrap {
  font: 400 var(--fine)/1.6 var(--sans) !important; color: var(--quiet) !important;
  padding: var(--s2) 0 !important; }
.desk { margin-top: var(--s2); gap: var(--s12) !important; align-items: flex-start; flex-wrap:
  nowrap !important; }
.desk > .rail { flex: 0 0 13rem !important; min-width: 0 !important; max-width: 13rem; }
.desk > .main { flex: 1 1 auto !important; min-width: 0 !important; }
"""

STORY = """
.lead { max-width: 40rem; padding: var(--s6) 0 var(--s4); }
.lead h2 { font: 700 1.75rem/1.5 var(--serif); }
.lead p { color: var(--quiet); font: 400 1rem/1.8 var(--serif); margin-top: var(--s2); }
.turn { display: grid; grid-template-columns: minmax(0, 40rem) minmax(16rem, 1fr);
  gap: 0 var(--s12); padding: 0 0 var(--s8); }
.turn + .turn { border-top: 1px solid var(--ink); padding-top: var(--s6); }
.turn > header { grid-column: 1 / -1; max-width: 40rem; padding-bottom: var(--s3); }
.turn h2 { font: 700 1.5rem/1.5 var(--serif); text-wrap: pretty; }
.turn .said { font: 400 var(--text)/1.8 var(--serif); max-width: var(--measure); }
.turn .said p { margin-bottom: var(--s3); }
.turn .said p.new { animation: arrive .5s ease-out; }
@keyframes arrive { from { opacity: 0; transform: translateY(.3em); } }
.turn .how { font: 400 .75rem/0 var(--sans); color: var(--quiet); white-space: nowrap;
  margin-left: .35em; }
.cite { position: relative; white-space: nowrap; }
.bw .cite a { color: var(--vermilion); text-decoration: none; font: 600 .75em/0 var(--sans);
  vertical-align: .5em; padding: .6em .3em; }
.cite .tip { display: none; position: absolute; z-index: 20; left: 0; top: 1.6em;
  width: max-content; max-width: min(24rem, 80vw); white-space: normal;
  background: var(--paper); color: var(--ink); border: 1px solid var(--ink);
  padding: var(--s3); font: 400 .9375rem/1.7 var(--serif); }
.cite:hover .tip, .cite a:focus-visible + .tip { display: block; }
.turn .state { font: 600 1rem/1.6 var(--sans); border-top: 2px solid var(--ink);
  padding-top: var(--s2); margin-bottom: var(--s2); max-width: var(--measure); }
.turn .plain { font: 400 1rem/1.8 var(--serif); color: var(--ink); max-width: var(--measure);
  margin-bottom: var(--s3); }
.turn .stage { font: 400 1rem/1.8 var(--sans); color: var(--quiet); }
.turn .stage::before { content: ""; display: inline-block; width: .5em; height: .5em;
  margin-right: .6em; background: var(--ink); animation: pulse 1.2s ease-in-out infinite; }
@keyframes pulse { 50% { opacity: .15; } }
.turn .sides { display: grid; grid-template-columns: 1fr 1fr; gap: var(--s3) var(--s6);
  margin-bottom: var(--s3); }
.turn .sides > * { border-top: 1px solid var(--ink); padding-top: var(--s2); }
.turn .tools { padding-top: var(--s2); }
.turn details.fold { margin-top: var(--s3); max-width: var(--measure); }
.bw details.fold > summary, details.bw.fold > summary { color: var(--quiet);
  font: 400 var(--fine)/1.8 var(--sans); }
.bw details.fold li { border-top: 1px solid var(--rule); padding: var(--s2) 0; }
.nearest li { border-top: 1px solid var(--rule); padding: var(--s2) 0; }
.bw .headline { font: 600 1rem/1.5 var(--serif); display: inline; }
.bw button.headline:hover { text-decoration: underline; text-underline-offset: .25em;
  text-decoration-thickness: 1px; }
.hints { max-width: 40rem; }
.hints .label { border-top: 1px solid var(--rule); padding-top: var(--s3); }
.hints ul { display: grid; grid-template-columns: 1fr 1fr; gap: 0 var(--s8); }
.hints li { border-bottom: 1px solid var(--rule); }
.hints li button { width: 100%; padding: var(--s3) 0; font: 400 1.0625rem/1.6 var(--serif); }
.hints li button:hover { text-decoration: underline; text-underline-offset: .3em;
  text-decoration-thickness: 1px; }
"""

MARGIN = """
.turn aside { border-left: 1px solid var(--rule); padding-left: var(--s6); align-self: start;
  position: sticky; top: var(--s4); max-height: calc(100vh - 2rem); overflow-y: auto; }
.turn aside:empty { display: none; }
.card { border-bottom: 1px solid var(--rule); padding: var(--s3) 0; }
.card:first-of-type { padding-top: 0; }
.card summary { display: grid; grid-template-columns: 1.6em 1fr; list-style: none; }
.card summary::-webkit-details-marker { display: none; }
.card .number { color: var(--vermilion); font: 700 1rem/1.5 var(--sans); }
.card small { display: block; }
.card .body { padding: var(--s2) 0 0 1.6em; }
.card blockquote { font: 400 .9375rem/1.8 var(--serif); border: 0; color: var(--quiet); }
.bw mark { background: var(--mark); color: var(--ink); padding: .1em 0;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.card.chosen { border-bottom-color: var(--vermilion); }
.card .row, .card .body > small { padding-top: var(--s2); }
"""

RAIL = """
.rail h2 { font: 600 var(--fine)/1.6 var(--sans); color: var(--quiet); letter-spacing: .06em; }
.past li { border-top: 1px solid var(--rule); padding: var(--s2) 0; }
.past li > button { font: 400 .9375rem/1.5 var(--serif); width: 100%; display: -webkit-box;
  -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.past li[aria-current] > button { font-weight: 700; }
.past details > summary { font: 400 .75rem/1.8 var(--sans); color: var(--quiet);
  list-style-position: inside; }
.past form { padding: var(--s2) 0; }
"""

SHEETS = """
dialog.sheet { margin: auto; width: min(76rem, 94vw); max-width: none; max-height: 92vh; padding:
  0; border: 0;
  border-top: 3px double var(--ink); background: var(--paper); color: var(--ink); }
dialog.sheet::backdrop { background: rgb(20 18 14 / .55); }
.sheet .inner { padding: var(--s6) clamp(1rem, 3vw, 2.5rem) var(--s8); }
.sheet .top { display: flex; justify-content: space-between; gap: var(--s4); position: sticky;
  top: 0; background: var(--paper); border-bottom: 1px solid var(--rule); padding: var(--s2) 0; }
.sheet h2 { font: 700 1.75rem/1.4 var(--serif); padding: var(--s4) 0 var(--s2); }
.sheet .both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  gap: var(--s8); border-top: 1px solid var(--ink); margin-top: var(--s4); padding-top: var(--s4); }
.sheet .both > * + * { border-left: 1px solid var(--rule); padding-left: var(--s8); }
.sheet .cleaned { font: 400 1.0625rem/1.9 var(--serif); white-space: pre-line; }
.sheet .par { display: inline-block; width: 2em; }
.sheet .print { font: 400 .9375rem/1.7 var(--serif); white-space: pre-wrap; color: var(--quiet); }
.results > li { border-top: 1px solid var(--rule); padding: var(--s4) 0; max-width: 46rem; }
.bw .results .headline { font: 600 1.25rem/1.5 var(--serif); }
.bw .results small, .bw .split small { display: block; }
.bw .split { max-width: 46rem; margin-top: var(--s4); }
.results p { font: 400 1rem/1.8 var(--serif); margin: var(--s1) 0; }
.bw .counts { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s8); padding: 0 0 var(--s3);
  border-bottom: 1px solid var(--ink); }
.counts li { font: 700 1.375rem/1.5 var(--serif); }
.bw h2.ask { font: 700 1.375rem/1.5 var(--serif); padding: var(--s4) 0 var(--s2); }
.bw button.solid { background: var(--ink); color: var(--paper); padding: var(--s2) var(--s4);
  font: 600 1rem/1.4 var(--sans); min-height: 2.75rem; }
.bw progress { width: min(100%, 40rem); height: 4px; accent-color: var(--ink); display: block;
  margin: var(--s2) 0; }
.adding { max-width: 46rem; margin-top: var(--s6); background: transparent !important; }
.files li { display: flex; gap: var(--s4); justify-content: space-between; align-items: baseline; }
.bw figure { padding: var(--s4) 0; }
.bw figure svg { width: 100%; height: 8.5rem; display: block;
  border-bottom: 1px solid var(--ink); }
.bw figure .ends { display: flex; justify-content: space-between; }
.bw figure rect { fill: var(--ink); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
  gap: var(--s4) var(--s8); padding: var(--s3) 0; }
.columns li { display: flex; justify-content: space-between; gap: var(--s4); padding: var(--s1) 0;
  border-bottom: 1px solid var(--rule); }
.split > li { border-top: 1px solid var(--rule); padding: var(--s3) 0; }
.split ol { padding: var(--s2) 0 0 var(--s4); }
.split ol li { padding: var(--s1) 0; }
.bw table { border-collapse: collapse; width: 100%; }
.bw th, .bw td { text-align: left; border-bottom: 1px solid var(--rule); font-weight: 400;
  padding: var(--s2) var(--s4) var(--s2) 0; }
.bw iframe { width: 100%; height: 80vh; border: 1px solid var(--rule); background: var(--paper); }
.note { color: var(--quiet); }
"""

NARROW = """
@media (max-width: 75rem) {
  .desk { flex-direction: column; }
  .desk > .rail { order: 2; flex: 1 1 auto !important; max-width: none; width: 100%;
    border-top: 1px solid var(--ink); padding-top: var(--s4); }
  .desk > .main { width: 100%; }
}
@media (max-width: 60rem) {
  .turn { grid-template-columns: minmax(0, 1fr); }
  .turn aside { position: static; max-height: none; border-left: 0; padding: var(--s4) 0 0; }
  .turn > .answer { grid-column: 1; }
  .sheet .both { grid-template-columns: minmax(0, 1fr); }
  .sheet .both > * + * { border-left: 0; padding-left: 0; border-top: 1px solid var(--rule);
    padding-top: var(--s4); }
}
@media (max-width: 34rem) {
  .gradio-container .composer [data-testid="block-info"] { position: absolute; width: 1px;
    height: 1px; overflow: hidden; clip-path: inset(50%); }
  .hints ul, .turn .sides { grid-template-columns: minmax(0, 1fr); }
  .plate .folio { justify-content: center; text-align: center; }
  .turn h2 { font-size: 1.3125rem; }
  .lead h2 { font-size: 1.375rem; }
  .gradio-container .tab-container button { padding: var(--s2) !important; }
}
@media (prefers-reduced-motion: reduce) { .bw * { animation: none !important; } }
"""

_DARK = f".dark {{ {DARK} }}"
PAGE_CSS = "".join((TOKENS, _DARK, FRAME, PLATE, CONTROLS, STORY, MARGIN, RAIL, SHEETS, NARROW))
