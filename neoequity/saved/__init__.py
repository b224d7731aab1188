"""Views of lists that people save: own or shared, each a list's filter, order and columns."""
