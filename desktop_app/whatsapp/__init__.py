"""Ways to reach a patient on WhatsApp, behind the port MessageChannel."""
