"""What the agent, the transfer agent and the bank say of the programme, and how it is compared."""
