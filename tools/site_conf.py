"""How Sphinx builds the site; see build_site.py."""

project = "claimcheck"
extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "claimcheck"
html_copy_source = False
html_show_sphinx = False
suppress_warnings = ["toc.multiple_toc", "myst.header", "misc.highlighting_failure"]
