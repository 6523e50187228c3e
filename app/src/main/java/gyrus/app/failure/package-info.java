/** What a person is told when something fails, and which failures stop other work. */
package gyrus.app.failure;
