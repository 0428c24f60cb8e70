"""Faults on the way between the tablet and the class: the Wi-Fi, the page, the hub, the proxy, the servers."""
