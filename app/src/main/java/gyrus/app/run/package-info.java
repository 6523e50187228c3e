/**
 * The folder that a run leaves: its configuration, the identity of its data, its environment, its lock, and an orderly end when a
 * person interrupts it.
 */
package gyrus.app.run;
