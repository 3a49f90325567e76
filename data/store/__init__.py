"""The store: tables, migrations, repositories, and the trail of every change."""
