"""Fugai in a browser: the planner's page and the classroom, served by this machine alone.

    server.py      one server: address, port, token, fonts
    guard.py       who may connect
    shell.py       the frame around every page: header, language, navigation
    theme.py       colours and style
    charts.py      options of ECharts, plain dictionaries
    speaking.py    the language of what happens after a page is built
    planner/       the page /
    classroom/     the page /classroom

NiceGUI is imported by the modules that draw (``server``, ``shell``, ``page.py``); what a page
shows is prepared by modules without it.
"""
