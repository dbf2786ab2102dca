System.Console.WriteLine("novafence");
