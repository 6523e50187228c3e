/** BIDS datasets: scans, participants, brain masks, and the derivatives that Gyrus writes. */
package gyrus.app.imaging.bids;
