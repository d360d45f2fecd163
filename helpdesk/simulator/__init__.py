"""What a visitor would see, why, and who would answer; and where the groups leave gaps. Nothing here writes (SPEC 2.13,
2.14)."""
