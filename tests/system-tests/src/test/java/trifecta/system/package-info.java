/** Tests of the whole: its shape, and whole processes together. */
@NullMarked
package trifecta.system;

import org.jspecify.annotations.NullMarked;
