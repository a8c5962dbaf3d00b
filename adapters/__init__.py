"""What channels translate: one module or folder a channel, none of them knowing storage."""
