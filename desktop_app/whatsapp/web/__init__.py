"""WhatsApp Web in a real browser: process, page, states, sending. The only room that knows Selenium."""
