"""Tables as offices exchange them: CSV in any of its forms, and Excel's workbooks."""
