"""One module per family of pages. Each reads through `page.room` and writes through `services.perform`."""
