/** Training of one network on images that a person names: its configuration, its images, and their slices. */
package gyrus.app.training;
