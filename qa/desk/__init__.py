"""What the page keeps and prepares: conversations, feedback, users, texts. No HTML, no server."""
