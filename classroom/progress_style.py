"""How the pages of progress look: the class's paper and ink."""

STYLE = """
@font-face { font-family: "Atkinson Hyperlegible"; src: url(/services/classroom/static/fonts/atkinson-400.woff2) format("woff2"); }
@font-face { font-family: "Atkinson Hyperlegible"; font-weight: 700;
  src: url(/services/classroom/static/fonts/atkinson-700.woff2) format("woff2"); }
.progress-page { max-width: 860px; margin: 0 auto; padding: 24px 16px 64px; color: #22303c;
  font: 18px/1.5 "Atkinson Hyperlegible", system-ui, sans-serif; }
.progress-page nav { display: flex; gap: 12px; margin: 0 0 16px; }
.progress-page nav a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 14px; border-radius: 10px;
  color: #164a83; background: #e3eefb; text-decoration: none; }
.progress-page nav a:focus-visible { outline: 3px solid #b3541e; outline-offset: 2px; }
.progress-chooser.widget-dropdown, .progress-chooser.widget-dropdown select { height: auto; min-height: 44px; font-size: 18px; }
.progress-chooser .widget-label { font-size: 18px; line-height: 44px; height: 44px; color: #22303c; }
.progress-page h1 { font-size: 30px; margin: 0 0 16px; }
.progress-page h2 { font-size: 22px; margin: 0 0 8px; }
.progress-page h3 { font-size: 18px; margin: 0 0 8px; }
.progress-page section { background: #fffdf8; border-radius: 14px; box-shadow: 0 1px 3px rgba(34, 48, 60, .12);
  padding: 20px 24px; margin: 0 0 20px; }
.progress-page .card { border-left: 4px solid #1d5fa6; padding: 4px 0 4px 16px; margin: 12px 0 20px; }
.progress-page ul { margin: 0; padding: 0; list-style: none; }
.progress-page li { padding: 4px 0; }
.progress-page .note { color: #55626e; font-size: 16px; margin: 0 0 12px; }
.progress-page figure { margin: 0; overflow-x: auto; }
.progress-page svg { max-width: 100%; height: auto; }
.progress-page details { margin: 8px 0 16px; }
.progress-page summary { color: #164a83; cursor: pointer; padding: 10px 0; min-height: 24px; }
.progress-page summary:focus-visible { outline: 3px solid #b3541e; outline-offset: 2px; }
.progress-page table { border-collapse: collapse; font-size: 16px; color: inherit; }
.progress-page th, .progress-page td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid #ddd5c5;
  font-variant-numeric: tabular-nums; }
.progress-page th { color: #55626e; font-weight: normal; }
.progress-page .badge { border-radius: 6px; padding: 1px 8px; white-space: nowrap; }
"""
