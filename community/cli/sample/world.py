"""Where the sample community shops: its categories, its market, its public register."""

from decimal import Decimal

CATEGORIES = {
    "Customer support": "Help desks, contact centres and what answers customers.",
    "Finance and ERP": "Ledgers, billing, procurement and planning.",
    "Analytics": "Dashboards, warehouses and what is asked of data.",
    "Design and engineering": "CAD, simulation and product data.",
    "Sales and marketing": "Pipelines, campaigns and customer records.",
    "People": "Hiring, payroll and learning.",
    "Security": "Identity, endpoints and what watches over them.",
    "Infrastructure": "Clouds, networks and the machines beneath.",
    "Collaboration": "Documents, meetings and projects.",
    "Services": "People by the hour.",
}

MARKET_PRODUCTS = (
    ("Project Manager", "Services", Decimal(118)),
    ("Business Analyst", "Services", Decimal(96)),
)

REGISTER = "Sample price register (made up)"
REGISTER_SUPPLIERS = (
    "Greywater",
    "Alder and Finch",
    "Northgate Advisory",
    "Pinnace Systems",
    "Tallow Street Consulting",
    "Bluebird Delivery",
    "Hartwell and Sons",
    "Orchard IT",
)
