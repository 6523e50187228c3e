/** Heads made up from a seed, with known brain masks, for experiments without scans. */
package gyrus.app.imaging.phantom;
