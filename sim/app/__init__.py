"""Fugai in a browser: the planner's page and the classroom, served by this machine alone.

    server.py      one server: address, port, token, fonts, and who may connect
    shell.py       the frame around every page: header, language now and later, navigation
    theme.py       colours, style, options of ECharts
    planner/       the page /
    classroom/     the page /classroom

NiceGUI is imported by the modules that draw (``server``, ``shell``, ``page.py``); what a page
shows is prepared by modules without it.
"""
