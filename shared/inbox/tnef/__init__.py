"""Outlook's winmail.dat (MS-OXTNEF, MS-OXOCAL): what Exchange sends where others send a calendar part."""
