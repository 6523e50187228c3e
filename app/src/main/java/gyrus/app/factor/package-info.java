/** The factors that an experiment varies, which are its arms and the choices of their keys. */
package gyrus.app.factor;
