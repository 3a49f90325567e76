"""Why: findings, routes and seats in sentences of Chinese and English, with the provision each stands on."""
