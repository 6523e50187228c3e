/** Messages for failures, and the rule which failures stop other work. */
package gyrus.app.failure;
