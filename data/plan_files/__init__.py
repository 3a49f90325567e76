"""Plans as files: JSON with a published schema, a workbook that can be edited by hand, and a page to look at."""
