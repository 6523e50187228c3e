/**
 * The commands, one class each, with their options and what they print. They lie on top of all other packages and hand the work to
 * the packages below.
 */
package gyrus.app.command;
