"""What the HTTP edge and the socket edge share: who is asking, at what pace, how a problem is told, how many are here."""
