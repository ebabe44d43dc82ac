"""The component-type reader: what AWS IoT TwinMaker invokes for all devices of a component type at once.

`roster` knows the devices, `clouds` asks the hot reader of each cloud for them, `position` says where a page
ends, and `reader` puts the answers of all clouds into one.
"""
