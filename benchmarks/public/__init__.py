"""Public work that nobody here wrote: adapters, models on Pingwei's search parts, and a scorer for each benchmark."""
