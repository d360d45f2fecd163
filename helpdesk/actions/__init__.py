"""The only place where what operators and visitors see is written (law 1). One file for each noun.

Every verb: transaction -> lock the row -> permission -> `routing` -> change -> due times -> event.
"""
