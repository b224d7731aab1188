"""The help: the guide in short and the glossary."""
