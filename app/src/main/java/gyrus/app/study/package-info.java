/** The study: the experiment repeated over patients, seeds and settings as single jobs, and the statistics of their results. */
package gyrus.app.study;
