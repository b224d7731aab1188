"""A made-up year of books, posted through the product's own actions."""
