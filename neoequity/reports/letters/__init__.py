"""Letters to others, set as PDF: the delivery instruction for the transfer agent."""
