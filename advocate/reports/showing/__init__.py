"""How is a report shown as a spreadsheet, a page, a chart or a map?"""
