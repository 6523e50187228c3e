/** The entry point: the command line {@code gyrus}. It registers all commands, and turns failures into messages and exit codes. */
package gyrus.app;
