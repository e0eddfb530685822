"""Lists of organizations: from a table or a workbook to columns of numbers and codes."""
