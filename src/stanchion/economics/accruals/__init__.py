"""What time adds: day counts, what accrues, preferred returns, and units that vest."""
