"""What documents and law say of the company's shares and money: values in, values out."""
