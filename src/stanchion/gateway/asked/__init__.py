"""What a client asked, read so strictly that no upstream can read it otherwise."""
