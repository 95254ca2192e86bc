"""What a document says: from a file of a desk to proposed claims, each with its exact evidence.

`document < formats < layout < grammar < tables | prose < gates < read`. Everything here runs in a child process with limits;
nothing that is read here is accepted: a person decides.
"""
