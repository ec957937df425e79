/** Child processes: started, watched, restarted and ended, recognised after a crash of the parent. Knows no component. */
@NullMarked
package trifecta.service.process;

import org.jspecify.annotations.NullMarked;
