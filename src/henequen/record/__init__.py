"""The pack, the store, identity, evidence, status rules, audit, mirror reconciliation and dated views."""
