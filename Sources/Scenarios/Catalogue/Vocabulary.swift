public import Programs
public import Scheduling

// What every scenario needs beside threads, by names of this module: so a scenario's file, which readers are shown, begins
// as the tutorial's program does, with the import of threading.

package typealias Parameter = Programs.Parameter
package typealias ParameterSet = Programs.ParameterSet
package typealias NoParameters = Programs.NoParameters
/// As in its own module.
public typealias Localized = Programs.Localized
/// As in its own module.
public typealias EngineName = Programs.EngineName
/// As in its own module.
public typealias Ending = Scheduling.Ending
