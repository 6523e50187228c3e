/**
 * The experiment: pre-training, transfer, segmentation and test on one cohort. It says which scans take which part, trains the
 * networks, and gathers the results for a report.
 */
package gyrus.app.experiment;
