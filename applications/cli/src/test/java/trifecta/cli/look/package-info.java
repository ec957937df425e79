@NullMarked
package trifecta.cli.look;

import org.jspecify.annotations.NullMarked;
