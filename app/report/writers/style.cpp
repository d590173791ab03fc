// SPDX-License-Identifier: GPL-3.0-or-later
// The page's style: Okabe-Ito colours, where blue means worked and orange-red failed; shapes repeat every meaning.
#include "app/report/writers/writers.h"

namespace doctor::report
{

QString styleSheet()
{
    return QStringLiteral(R"(
:root { color-scheme: light dark; --ink: #1b1e20; --quiet: #55595c; --paper: #ffffff; --soft: #f2f4f5;
  --line: #c9cdd0; --good: #0072b2; --bad: #d55e00; --grey: #767676; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff1; --quiet: #b0b6ba; --paper: #1b1e20; --soft: #272b2e;
  --line: #4b5054; --good: #56b4e9; --bad: #e69f00; --grey: #a0a0a0; } }
body { margin: 0 auto; max-width: 60em; padding: 1.5em; background: var(--paper); color: var(--ink);
  font: 100%/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5em; overflow-wrap: anywhere; } h2 { font-size: 1.25em; margin-top: 2em; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05em; margin-bottom: 0.3em; } p, li, td, dd { overflow-wrap: anywhere; }
.sub { color: var(--quiet); }
.answer { background: var(--soft); border-left: 0.3em solid var(--good); padding: 0.8em 1em; font-size: 1.1em; }
pre { background: var(--soft); padding: 0.7em 1em; white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.85em; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25em 0.6em; text-align: left; vertical-align: top; }
.log td { white-space: nowrap; } .log td:last-child { white-space: normal; min-width: 16em; }
dt { font-weight: 600; } dd { margin: 0 0 0.4em 1.5em; white-space: pre-wrap; }
figure { margin: 1.5em 0; } figcaption { margin-bottom: 0.3em; } figcaption strong { display: block; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; } svg .tick { fill: var(--quiet); }
.axis { stroke: var(--quiet); fill: none; } .grid { stroke: var(--line); stroke-opacity: 0.6; fill: none; }
.l { fill: none; stroke-width: 2; } .dash { stroke-dasharray: 5 4; stroke-width: 1; }
.l.worked, .l.for, .hollow.worked { stroke: var(--good); } .l.fin, .l.reset, .l.silence, .l.refused, .l.against { stroke: var(--bad); }
.l.other, .l.neutral, .l.reference { stroke: var(--grey); }
.m.worked, .m.for { fill: var(--good); } .m.fin, .m.refused, .m.against { fill: var(--bad); }
.m.other, .m.neutral { fill: var(--grey); }
.m.reset { fill: none; stroke: var(--bad); stroke-width: 2.5; } .m.silence { fill: none; stroke: var(--bad); stroke-width: 2; }
.glance dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3em 1.2em; margin: 1em 0; }
.glance dd { margin: 0; } nav { font-size: 0.92em; } nav h2 { font-size: 1em; border: 0; margin: 1.2em 0 0.2em; }
nav ol { columns: 2; margin: 0; padding-left: 1.6em; } a { color: var(--good); } .twin { margin-top: 2em; } .quiet a { color: var(--quiet); }
.appendix { margin: 3.5em 0 0; padding-top: 0.8em; border-top: 3px solid var(--line); color: var(--quiet); }
@media print { nav { display: none; } .appendix { break-before: page; border: 0; margin: 0; } body { max-width: none; padding: 0; font-size: 85%; } .log table { font-size: 0.6em; }
  .log td { white-space: normal; } h2, h3 { break-after: avoid; } figure, .answer { break-inside: avoid; } svg { max-width: 88%; } }
)");
}

} // namespace doctor::report
