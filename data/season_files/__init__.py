"""Season tables: workbook, folder of CSV files, JSON."""
