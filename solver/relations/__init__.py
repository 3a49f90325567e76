"""Relations between people and between committees: conflicts of interest, kinship, and what links committees."""
